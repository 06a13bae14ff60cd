#!/usr/bin/env node
/*
 * The jobs of bench/run as Polars does them.
 *
 *	polars.js JOB FILE [ARGUMENT ...]
 *
 * Where a job is lazy it scans and sinks, so that Polars reads the columns it needs and
 * writes while it reads; what must be learnt first is a scan of its own, which is faster
 * than to hold the table.  POLARS_MAX_THREADS says how many threads.  CSV goes to $OUT,
 * which is /dev/null unless somebody wants to look at it.
 */
"use strict";
const pl = require("nodejs-polars");

const OUT = process.env.OUT || "/dev/null";
const MEASURES = ["price", "change", "age", "visits", "amount", "share", "longitude",
	"rate", "score", "orders", "balance"];
const NUMBERS = ["n1", "n2", "n3", "n4", "n5", "n6"];
const TENTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const { col, lit } = pl;

const sink = (rows, out = OUT) => rows.sinkCSV(out).collectSync();
const row = (rows) => rows.collectSync().row(0);

/* [{ op, item, key, value }] of a state of csvlearn's. */
function facts(path)
{
	return pl.scanCSV(path, { inferSchemaLength: 0 }).collectSync().toRecords()
		.map((f) => ({ ...f, item: f.item ?? "" }));
}

function fact(state, op, item, key)
{
	return Number(state.find((f) => f.op === op && f.item === item && f.key === key).value);
}

const levels = (f, item) => f.filter((x) => x.op === "onehot" && x.item === item &&
	x.key === "level").map((x) => x.value);

/*
 * The rows imputed, scaled and predicted with the facts of a model of csvlearn's.  Node
 * takes seconds to build the expressions of 200 columns, which is not Polars' fault, so
 * a category is looked up in a table of weights, and indicators are asked for in SQL.
 */
function predicted(file, f)
{
	const weight = (item) => fact(f, "logistic", item, "weight");
	const scaled = NUMBERS.map((c) => col(c).fillNull(lit(fact(f, "impute", c, "value")))
		.sub(fact(f, "scale", c, "mean")).div(fact(f, "scale", c, "sd")).alias(c));
	const terms = NUMBERS.map((c) => col(c).mul(weight(c)));

	for (const c of ["color", "city"])
		terms.push(col(c).replaceStrict(levels(f, c),
			levels(f, c).map((level) => weight(`${c}=${level}`)), lit(weight(`${c}=<oov>`))));
	const z = terms.reduce((sum, x) => sum.add(x), lit(fact(f, "logistic", "", "intercept")));
	return pl.scanCSV(file).withColumns(...scaled).withColumns(z.alias("z"))
		.withColumns(lit(1).div(lit(1).add(lit(0).sub(col("z")).exp())).alias("probability"),
			col("z").gtEq(0).cast(pl.Int8).alias("prediction")).drop("z");
}

/* Polars' own hash of a number passes through floating point, which makes % useless. */
const tenth = () => col("id").modulo(10);

/* Node's Polars has the sample's sd only. */
const sd = (c) => col(c).std().mul(col(c).count().sub(1).div(col(c).count()).pow(0.5));

const zscore = (c) => col(c).sub(col(c).mean()).div(sd(c)).alias(c);

const jobs = {
	describe(file) {
		const all = col("*");
		const part = (e, name) => e.prefix(`${name} `);
		const table = pl.scanCSV(file).select(part(all.count(), "count"),
			part(all.mean(), "mean"), part(all.std(), "sd"), part(all.min(), "min"),
			...[0.25, 0.5, 0.75].map((q) => part(all.quantile(q, "linear"), `p${q * 100}`)),
			part(all.max(), "max")).collectSync();
		process.stdout.write(table.writeCSV().toString());
	},

	zscore(file) {
		sink(pl.scanCSV(file).withColumns(...MEASURES.map(zscore)));
	},

	zscore_apply(file, state) {
		const f = facts(state);
		sink(pl.scanCSV(file).withColumns(...MEASURES.map((c) =>
			col(c).sub(fact(f, "scale", c, "mean")).div(fact(f, "scale", c, "sd")).alias(c))));
	},

	zscore_one(file) {
		sink(pl.scanCSV(file).withColumns(zscore("price")));
	},

	deciles(file) {
		const edges = row(pl.scanCSV(file).select(...TENTHS.map((k) =>
			col("price").quantile(k / 10, "linear").alias(`${k}`))));
		const bucket = edges.map((e) => col("price").gtEq(e).cast(pl.Int64))
			.reduce((sum, above) => sum.add(above));
		sink(pl.scanCSV(file).withColumns(bucket.alias("price")));
	},

	onehot(file) {
		const levels = pl.scanCSV(file).select(col("color").unique()).collectSync()
			.getColumn("color").toArray();
		sink(pl.scanCSV(file).withColumns(...levels.map((level) =>
			col("color").eq(lit(level)).cast(pl.Int8).alias(`color=${level}`))).drop("color"));
	},

	select(file) {
		sink(pl.scanCSV(file).select("id", "price", "balance"));
	},

	/* Into FOLDER, or three times into OUT. */
	split(file, folder) {
		const rows = pl.scanCSV(file).collectSync().lazy();
		const parts = { train: tenth().lt(8), valid: tenth().eq(8), test: tenth().eq(9) };

		for (const [name, part] of Object.entries(parts))
			sink(rows.filter(part), folder ? `${folder}/${name}.csv` : OUT);
	},

	sample(file) {
		sink(pl.scanCSV(file).filter(tenth().eq(0)));
	},

	dedup(file) {
		const rows = pl.scanCSV(file)
			.unique({ subset: ["sku"], keep: "first", maintainOrder: true });
		rows.sinkCSV(OUT).collectSync({ engine: "streaming" });
	},

	dedup_rows(file) {
		sink(pl.scanCSV(file).unique());
	},

	dropna(file) {
		sink(pl.scanCSV(file).dropNulls(NUMBERS));
	},

	fused(file, state) {
		const f = facts(state);
		const dummies = ["color", "city"].flatMap((c) => levels(f, c).map((level) =>
			`CAST(${c} = '${level}' AS TINYINT) AS "${c}=${level}"`));

		sink(new pl.SQLContext({ t: predicted(file, f) })
			.execute(`SELECT *, ${dummies} FROM t`, { eager: false })
			.select(col("*").exclude("color", "city")));
	},

	predict(file, state) {
		sink(predicted(file, facts(state)).select("id", "prediction", "probability"));
	},

	/* The share of pairs that stand right, from the midranks of the positives. */
	auc(file) {
		const [ranks, positives, all] = row(pl.scanCSV(file).select(
			col("probability").rank("average").mul(col("label")).sum().alias("ranks"),
			col("label").sum().alias("positives"), col("label").count().alias("all")));
		const n = Number(positives), negatives = Number(all) - n;

		console.log(`metric,value\nauc,${(ranks - n * (n + 1) / 2) / n / negatives}`);
	},

	score(file, state) {
		const f = facts(state).filter((x) => x.op === "logistic");
		const z = f.filter((x) => x.key === "weight")
			.reduce((sum, x) => sum.add(col(x.item).mul(Number(x.value))),
				lit(fact(f, "logistic", "", "intercept")));

		sink(pl.scanCSV(file).withColumns(z.alias("z")).withColumns(
			col("z").gtEq(0).cast(pl.Int8).alias("prediction"),
			lit(1).div(lit(1).add(lit(0).sub(col("z")).exp())).alias("probability")).drop("z"));
	},

	version() {
		console.log(`Polars (nodejs-polars ${require("nodejs-polars/package.json").version})`);
	},
};

jobs[process.argv[2]](...process.argv.slice(3));
