/** The same server and user, another database. Addresses of sockets have no host, so `URL` cannot read them. */
export function withDatabase(url: string, database: string): string {
  return url.replace(
    /^(\w+:\/\/[^/?#]*)(?:\/[^?#]*)?/,
    (_, server: string) => `${server}/${encodeURIComponent(database)}`,
  );
}

/** The same server and database, another user. */
export function withUser(url: string, user: string, password: string): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return url.replace(/^(\w+:\/\/)(?:[^/?#@]*@)?/, (_, scheme: string) => `${scheme}${login}@`);
}

/** The address without its password, for logs and messages. */
export function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:/?#@]*):[^/?#@]*@/, '$1@').replace(/([?&]password=)[^&]*/, '$1');
}
