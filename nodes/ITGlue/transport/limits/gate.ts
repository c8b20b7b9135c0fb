/** Lets at most this number of tasks run at the same time; the others follow in their order. */
export class Semaphore {
	private running = 0;

	private readonly waiting: Array<() => void> = [];

	constructor(private readonly width: number) {}

	/** Runs a task as soon as there is room; returns or throws the task's result. */
	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.running >= this.width) {
			await new Promise<void>((enter) => {
				this.waiting.push(enter);
			});
		} else {
			this.running += 1;
		}
		try {
			return await task();
		} finally {
			this.leave();
		}
	}

	/** The place goes directly to the next task, so that no other task can take it. */
	private leave(): void {
		const next = this.waiting.shift();
		if (next === undefined) this.running -= 1;
		else next();
	}
}
