/** The same object, which throws when it is asked for a field that it does not have; `asked` is told of all others. */
export function onlyWith<T extends object>(object: T, asked?: () => void): T {
  return new Proxy(object, {
    get(target, name) {
      if (name in target) {
        asked?.();
        return target[name as keyof T];
      }
      throw new RangeError(`"${String(name)}" cannot be seen while exploring.`);
    },
  });
}
