/** Publishing a document: PATCH (seen live), or POST where the sandbox is set so; the seed profile takes both. */
import type { FastifyInstance } from 'fastify';
import { recordNotFound, routeNotFound } from '../core/errors';
import { single } from '../core/serialise';
import { publish } from '../resources/documents';
import type { Context } from '../types';

function allowed(method: string, context: Context): boolean {
	if (!context.assumptions.publishIsPatch) return method === 'POST';
	return method === 'PATCH' || context.profile === 'seed';
}

/** Adds the publish routes, flat and below an organization. */
export function addPublishRoutes(app: FastifyInstance, context: Context): void {
	for (const base of ['/documents/:id', '/organizations/:parent/relationships/documents/:id']) {
		app.route<{ Params: { id: string; parent?: string } }>({
			method: ['PATCH', 'POST'],
			url: `${base}/publish`,
			handler: async (request) => {
				if (!allowed(request.method, context)) throw routeNotFound();
				const { id, parent } = request.params;
				const record = context.store.find('documents', id);
				const resource = context.resources.documents;
				if (record === undefined || resource === undefined) throw recordNotFound();
				if (parent !== undefined && String(record.attributes.organization_id) !== parent)
					throw recordNotFound();
				publish(record, context);
				return single(resource, record, { kind: 'write', showPassword: false }, undefined, context);
			},
		});
	}
}
