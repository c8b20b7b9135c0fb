/** More than the number of attribute names; further names would come from elsewhere. */
const MOST = 2000;
const LONGEST = 100;

/** A spelling that is computed once for each name: the same few are used for every record. */
export function remembered<Spelt>(spell: (name: string) => Spelt): (name: string) => Spelt {
	const known = new Map<string, Spelt>();
	return (name) => {
		const found = known.get(name);
		if (found !== undefined) return found;
		const spelt = spell(name);
		if (name.length > LONGEST) return spelt;
		if (known.size >= MOST) known.clear();
		known.set(name, spelt);
		return spelt;
	};
}

/** `organization_type_id` → `organizationTypeId`, `address_1` → `address1`: a parameter's name. */
export const camel = remembered((snake) =>
	snake.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()),
);

/** `organization_type_id` → `organization-type-id`: an attribute in the spelling of IT Glue's answers. */
export const kebab = remembered((snake) => snake.replace(/_/g, '-'));

/**
 * The place of an attribute in answers: `organization_type_id` → `organization-type-id`; `traits.host-name` →
 * `host-name` within `traits`.
 */
export const pathOf = remembered((name): Readonly<{ outer: string; inner?: string }> => {
	const dot = name.indexOf('.');
	return dot < 0
		? { outer: kebab(name) }
		: { outer: kebab(name.slice(0, dot)), inner: name.slice(dot + 1) };
});

/** `organization-type-id` → `organization_type_id`: an attribute in the spelling of the node's output. */
export const snake = remembered((name) => name.replace(/-/g, '_'));

/** Any of the three spellings → snake_case. */
export const anyToSnake = remembered((name) =>
	snake(name)
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase(),
);
