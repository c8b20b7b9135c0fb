/** What IT Glue says when something is not there, or not allowed. */
import { NO_ID } from '../account.mjs';
import { isFine, isNoRoute, no, otherwise, told, whether, yes } from '../findings.mjs';

/** @typedef {import('../rows.mjs').Look} Look */

/** No key of anybody: it has the right form and is all zeros. */
const WRONG_KEY = `ITG.${'0'.repeat(32)}`;

/** @type {Record<string, Look>} */
export const looks = {
	badKeyIs401: {
		opposite: 'yes',
		look: async ({ connection }) => {
			const answer = await connection.send({
				method: 'GET',
				path: '/organizations',
				query: { 'page[size]': '1' },
				key: WRONG_KEY,
			});
			if (answer.status === 401 || answer.status === 403)
				return whether(answer.status === 401, told(answer));
			return otherwise(told(answer));
		},
	},
	recordNotFoundIsJson: {
		opposite: 'yes, with an error: it may then say that there is no such route',
		look: async (account) => {
			const answer = await account.get(`/organizations/${NO_ID}`);
			if (isFine(answer)) return otherwise(told(answer));
			if (answer.status !== 404) return no(told(answer), 'yes, with an error');
			return whether(Array.isArray(answer.body?.errors), told(answer));
		},
	},
	routeNotFoundIsHtml: {
		opposite: 'yes, with an error: a route that the account lacks passes for a missing record',
		look: async (account) => {
			const answer = await account.get('/n8n_live_check');
			if (isFine(answer)) return otherwise(told(answer));
			return isNoRoute(answer) && answer.form === 'html' ? yes(told(answer)) : no(told(answer));
		},
	},
	noRateLimitHeaders: {
		opposite: 'yes: it goes by Retry-After of a refusal',
		look: async ({ connection }) => {
			const headers = [...connection.limitHeaders];
			return headers.length === 0 ? yes() : no(headers.sort().join(', '));
		},
	},
};
