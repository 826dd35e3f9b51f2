/** Address of the pledges and of one of them. */
export const pledgesPath = '/pledges';
export function pledgePath(id: string): string {
  return `${pledgesPath}/${id}`;
}
