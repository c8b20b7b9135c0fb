/** Spelling of keys: the API answers in kebab-case and takes both (reference, 1.4). */
const kebabOf = new Map<string, string>();

/** `organization_type_id` → `organization-type-id`. */
export function kebab(key: string): string {
	const known = kebabOf.get(key);
	if (known !== undefined) return known;
	const spelled = key.replace(/_/g, '-');
	if (kebabOf.size < 5000) kebabOf.set(key, spelled);
	return spelled;
}

/** `organization-type-id` → `organization_type_id`. */
export function snake(key: string): string {
	return key.replace(/-/g, '_');
}

/** True for a JSON object, false for null and arrays. */
export function isObject<T = unknown>(value: unknown): value is Record<string, T> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
