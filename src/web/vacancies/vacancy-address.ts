/** Address of the list of vacancies. */
export const vacanciesPath = '/vacancies';

/** Address of one vacancy. */
export function vacancyPath(id: string): string {
  return `${vacanciesPath}/${id}`;
}
