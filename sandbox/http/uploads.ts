/** The files of Upload fields, under the address that the traits name. It asks for the key, as the rest of the API. */
import type { FastifyInstance } from 'fastify';
import { recordNotFound } from '../core/errors';
import type { Context } from '../types';

const TYPES: Record<string, string> = {
	pdf: 'application/pdf',
	png: 'image/png',
	jpg: 'image/jpeg',
	txt: 'text/plain',
	csv: 'text/csv',
};

/** Adds `GET /uploads/:id`. */
export function addUploadRoute(app: FastifyInstance, { store }: Context): void {
	app.get<{ Params: { id: string } }>('/uploads/:id', async (request, reply) => {
		const file = store.find('uploads', request.params.id);
		if (file === undefined) throw recordNotFound();
		const name = String(file.attributes.file_name);
		const ending = name.toLowerCase().split('.').at(-1) ?? '';
		return reply
			.type(TYPES[ending] ?? 'application/octet-stream')
			.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
			.send(Buffer.from(String(file.attributes.content), 'base64'));
	});
}
