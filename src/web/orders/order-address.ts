export const ordersPath = '/orders';

/** Page of one order. */
export function orderPath(id: string): string {
  return `${ordersPath}/${id}`;
}
