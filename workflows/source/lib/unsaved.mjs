/** Settings of workflows through which passwords go: n8n keeps nothing of their runs. */
export const UNSAVED = {
	saveDataErrorExecution: 'none',
	saveDataSuccessExecution: 'none',
	saveManualExecutions: false,
	saveExecutionProgress: false,
};

/** n8n's editor leaves workflow settings out on import, so that a person has to say that they are set. */
export const CONFIRM = {
	setting: 'executionsAreNotSaved',
	message:
		'Nothing was read or written. Passwords would stay in n8n\'s stored executions: open Workflow settings, set all four "Save ..." settings to "Do not save", and then set executionsAreNotSaved to true in Settings. The note "About" says more.',
};

export const HOW_TO_CONFIRM = `**Workflow settings** (menu … beside the name of the workflow): set to *Do not save* both *Save failed* and *Save successful production executions*, *Save manual executions* and *Save execution progress*. The file has these settings, but **n8n's editor does not import workflow settings**. Then set **executionsAreNotSaved** in *Settings* to true. Until then, the workflow stops and reads nothing.`;
