/** A copy of a worker's script that the page keeps: a worker can be started any time later without a network. */

/** Where the copy is; resolves to `url` itself if it cannot be kept. Asks for the script at once. */
export async function keptScript(url: string): Promise<string> {
  // While developing, the script imports others by their path, which a copy of it could not.
  if (import.meta.env.DEV) return url;
  try {
    const response = await fetch(new URL(url, import.meta.url));
    if (!response.ok) return url;
    return URL.createObjectURL(new Blob([await response.text()], { type: 'text/javascript' }));
  } catch {
    return url;
  }
}
