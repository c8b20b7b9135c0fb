const TRUE = new Set<unknown>([true, 'true', 1, '1', 'yes', 'on']);
const FALSE = new Set<unknown>([false, 'false', 0, '0', 'no', 'off']);

/** What a value says about a switch: on, off, or neither (undefined). */
export function readSwitch(raw: unknown): boolean | undefined {
	const value = typeof raw === 'string' ? raw.trim().toLowerCase() : raw;
	if (TRUE.has(value)) return true;
	return FALSE.has(value) ? false : undefined;
}
