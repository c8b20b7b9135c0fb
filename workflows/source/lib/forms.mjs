/** n8n's forms as the examples use them: a first page that asks for a sign-in, and pages that follow it. */

/** @typedef {import('./build.mjs').NodeBody} NodeBody */

/** A page that nobody answers ends after this time. */
const AN_HOUR = {
	limitWaitTime: true,
	limitType: 'afterTimeInterval',
	resumeAmount: 1,
	resumeUnit: 'hours',
};

/** Signs that HTML would read as its own, within an expression. @type {(expression: string) => string} */
export const escaped = (expression) =>
	`${expression}.replace(/[&<>"]/g, (sign) => '&#' + sign.charCodeAt(0) + ';')`;

/**
 * The first page. Who may open it signs in with Basic Auth.
 * @param {{ title: string, description: string, button: string, fields: object[] }} form
 * @returns {NodeBody}
 */
export const formPage = ({ title, description, button, fields }) => ({
	parameters: {
		authentication: 'basicAuth',
		formTitle: title,
		formDescription: description,
		formFields: { values: fields },
		options: { appendAttribution: false, buttonLabel: button },
	},
	type: 'n8n-nodes-base.formTrigger',
	typeVersion: 2.2,
});

/**
 * A page that asks for one choice before the workflow goes on.
 * @param {{ title: string, description: string, question: string, choices: string[] }} page title and description may be expressions
 * @returns {NodeBody}
 */
export const questionPage = ({ title, description, question, choices }) => ({
	parameters: {
		formFields: {
			values: [
				{
					fieldLabel: question,
					fieldType: 'dropdown',
					fieldOptions: { values: choices.map((option) => ({ option })) },
					requiredField: true,
				},
			],
		},
		options: { formTitle: title, formDescription: description, buttonLabel: 'Go' },
		...AN_HOUR,
	},
	type: 'n8n-nodes-base.form',
	typeVersion: 1,
});

/**
 * The last page.
 * @param {string} title
 * @param {string} message HTML
 * @returns {NodeBody}
 */
export const lastPage = (title, message) => ({
	parameters: {
		operation: 'completion',
		completionTitle: title,
		completionMessage: message,
		...AN_HOUR,
	},
	type: 'n8n-nodes-base.form',
	typeVersion: 1,
});
