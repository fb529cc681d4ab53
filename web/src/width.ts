// SPDX-License-Identifier: Apache-2.0
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The width there is for a drawing, within what it can use. */
export function useWidth(holder: RefObject<HTMLElement>, least: number, most: number): number {
  const [width, setWidth] = useState(most);
  useEffect(() => {
    const element = holder.current;
    if (element === null) {
      return undefined;
    }
    const measure = () => setWidth(Math.round(Math.min(most, Math.max(least, element.clientWidth))));
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    return () => watch.disconnect();
  }, [holder, least, most]);
  return width;
}
