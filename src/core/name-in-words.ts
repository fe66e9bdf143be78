/** `waitForHigher` and `wait_for_higher` → "Wait for higher". What is in words already stays. */
export function nameInWords(name: string): string {
  if (!/^\w+$/.test(name)) return name;
  const words = name
    .replace(/_/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
