#!/usr/bin/env node
/*
 * The jobs of bench/run as DuckDB does them.
 *
 *	duckdb.js JOB FILE [ARGUMENT ...]
 *
 * THREADS says how many threads; CSV goes to $OUT, which is /dev/null unless somebody
 * wants to look at it.  What must be learnt first is a query of its own over the file,
 * which is faster than to hold the table.  Where rows pass through unchanged all columns
 * are read as text, which spares DuckDB to parse and to print them.
 */
"use strict";
const { DuckDBInstance, version } = require("@duckdb/node-api");

const OUT = process.env.OUT || "/dev/null";
const MEASURES = ["price", "change", "age", "visits", "amount", "share", "longitude",
	"rate", "score", "orders", "balance"];
const NUMBERS = ["n1", "n2", "n3", "n4", "n5", "n6"];

const read = (file) => `read_csv('${file}')`;
const text = (file) => `read_csv('${file}', all_varchar = true)`;

let connection;

async function rows(sql)
{
	return (await connection.runAndReadAll(sql)).getRows();
}

async function copy(query, out = OUT)
{
	await connection.run(`COPY (${query}) TO '${out}' (HEADER)`);
}

/* (price - mean) / sd AS price; a number in a query is a decimal unless it says double. */
const zscore = (c, mean, sd) => `(${c} - ${mean}::DOUBLE) / ${sd}::DOUBLE AS ${c}`;

async function scaled(file, columns)
{
	const all = columns.join(", ");
	const [f] = await rows(`SELECT ${columns.map((c) => `avg(${c}), stddev_pop(${c})`)}
		FROM ${read(file)}`);

	await copy(`SELECT * REPLACE (${columns.map((c, i) => zscore(c, `(${f[2 * i]})`, f[2 * i + 1]))})
		FROM ${read(file)}`);
}

const jobs = {
	async describe(file) {
		const [statistics] = await rows(`SELECT count(COLUMNS(*)), avg(COLUMNS(*)),
			stddev_samp(COLUMNS(*)), min(COLUMNS(*)),
			quantile_cont(COLUMNS(*), 0.25), quantile_cont(COLUMNS(*), 0.5),
			quantile_cont(COLUMNS(*), 0.75), max(COLUMNS(*)) FROM ${read(file)}`);

		console.log(`${statistics.map((_, i) => `s${i}`)}\n${statistics}`);
	},

	zscore: (file) => scaled(file, MEASURES),
	zscore_one: (file) => scaled(file, ["price"]),

	async zscore_apply(file, state) {
		const facts = Object.fromEntries((await rows(`SELECT item || ' ' || key, value
			FROM ${text(state)}`)));

		await copy(`SELECT * REPLACE (${MEASURES.map((c) =>
			zscore(c, `(${facts[`${c} mean`]})`, facts[`${c} sd`]))}) FROM ${read(file)}`);
	},

	async deciles(file) {
		const edges = await rows(`SELECT unnest(quantile_cont(price,
			[.1, .2, .3, .4, .5, .6, .7, .8, .9])) FROM ${read(file)}`);

		await copy(`SELECT * REPLACE (${edges.map(([e]) => `(price >= ${e}::DOUBLE)::INT`).join(" + ")}
			AS price) FROM ${read(file)}`);
	},

	async onehot(file) {
		const levels = await rows(`SELECT DISTINCT color FROM ${read(file)}`);

		await copy(`SELECT * EXCLUDE color,
			${levels.map(([c]) => `(color = '${c}')::INT AS "color=${c}"`)} FROM ${text(file)}`);
	},

	select: (file) => copy(`SELECT id, price, balance FROM ${text(file)}`),

	/* Into FOLDER, or three times into OUT. */
	async split(file, folder) {
		const parts = { train: "h < 8", valid: "h = 8", test: "h = 9" };

		await connection.run(`CREATE TEMP TABLE t AS
			SELECT *, hash(id) % 10 AS h FROM ${text(file)}`);
		for (const [name, part] of Object.entries(parts))
			await copy(`SELECT * EXCLUDE h FROM t WHERE ${part}`,
				folder ? `${folder}/${name}.csv` : OUT);
	},

	sample: (file) => copy(`FROM ${text(file)} WHERE hash(id) % 10 = 0`),

	dedup: (file) => copy(`SELECT arg_min_null(COLUMNS(*), id) FROM ${read(file)} GROUP BY sku`),

	dedup_rows: (file) => copy(`SELECT DISTINCT * FROM ${text(file)}`),

	dropna: (file) => copy(`FROM ${text(file)}
		WHERE ${NUMBERS.map((c) => `${c} IS NOT NULL`).join(" AND ")}`),

	async auc(file) {
		const [[value]] = await rows(`WITH r AS (SELECT label, rank() OVER (ORDER BY probability)
			+ (count(*) OVER (PARTITION BY probability) - 1) / 2 AS r FROM ${read(file)})
			SELECT (sum(r) FILTER (label = 1) - sum(label) * (sum(label) + 1) / 2)
				/ sum(label) / (count(*) - sum(label)) FROM r`);

		console.log(`metric,value\nauc,${value}`);
	},

	async score(file, state) {
		const f = await rows(`SELECT item, key, value FROM ${text(state)}
			WHERE op = 'logistic' AND key IN ('weight', 'intercept')`);
		const z = f.map(([item, key, value]) => key === "weight" ? `${value}::DOUBLE * "${item}"`
			: `${value}::DOUBLE`).join(" + ");

		await copy(`SELECT * EXCLUDE z, (z >= 0)::INT AS prediction, 1 / (1 + exp(-z)) AS probability
			FROM (SELECT *, ${z} AS z FROM ${read(file)})`);
	},

	version() {
		console.log(`DuckDB ${version()} (@duckdb/node-api)`);
	},
};

async function main(job, ...operands)
{
	const instance = await DuckDBInstance.create(":memory:", { threads: process.env.THREADS || "2" });

	connection = await instance.connect();
	await jobs[job](...operands);
}

main(...process.argv.slice(2)).catch((e) => {
	console.error(`duckdb.js: ${e.message}`);
	process.exit(1);
});
