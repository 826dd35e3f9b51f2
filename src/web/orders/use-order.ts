import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../client/api.ts';
import { getOrder, listOrders, listProblemOrders, type OrderView } from '../../contract/orders.ts';

/** One order as the person sees it. */
export function useOrder(id: string) {
  return useQuery({
    queryKey: [getOrder.name, id],
    queryFn: () => call(getOrder, { params: { id } }),
    enabled: id !== '',
  });
}

/** After a change: the page shows the answer at once, lists ask again. */
export function useOrderChanged(): (order: OrderView) => Promise<void> {
  const client = useQueryClient();
  return async (order) => {
    client.setQueryData([getOrder.name, order.id], order);
    await client.invalidateQueries({ queryKey: [listOrders.name] });
    await client.invalidateQueries({ queryKey: [listProblemOrders.name] });
  };
}
