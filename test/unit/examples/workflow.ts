/** What the tests look at in the file of an example. */

export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	onError?: string;
	disabled?: boolean;
}

export const OURS = 'n8n-nodes-it-glue.itGlue';
export const NODE_SIZE = 96;
export const GRID = 16;

/** Every text in a value, however deep. */
export function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}
