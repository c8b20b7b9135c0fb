/** `organization_type_id` → `organizationTypeId`, `address_1` → `address1`: a parameter's name. */
export function camel(snake: string): string {
	return snake.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** `organization_type_id` → `organization-type-id`: an attribute as IT Glue's answers spell it. */
export function kebab(snake: string): string {
	return snake.replace(/_/g, '-');
}

/** `organization-type-id` → `organization_type_id`: an attribute as our output spells it. */
export function snake(name: string): string {
	return name.replace(/-/g, '_');
}

/** Any of the three spellings → snake_case. */
export function anyToSnake(name: string): string {
	return snake(name)
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.toLowerCase();
}
