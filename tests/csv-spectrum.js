// csv-spectrum.js - does a CSV of one column hold the cells of a csv-spectrum JSON?
//
//	node csv-spectrum.js column.csv case.json COLUMN     (the first column is 1)
//
// A reader of its own, so that the reader under test is not compared with itself.
const fs = require('fs');
const assert = require('assert');

const [csv, json] = process.argv.slice(2, 4).map((name) => fs.readFileSync(name, 'utf8'));
const rows = JSON.parse(json);
const name = Object.keys(rows[0])[process.argv[4] - 1];

// A record is a quoted cell, in which a quote is doubled, or anything without
// a quote, a comma or a line end; nothing may be left over.
const record = /("(?:[^"]|"")*"|[^",\r\n]*)\n/gy;
const cells = [];
for (let found; record.lastIndex < csv.length && (found = record.exec(csv)); )
	cells.push(found[1].replace(/^"([^]*)"$/, '$1').replace(/""/g, '"'));

assert.strictEqual(csv.replace(/("(?:[^"]|"")*"|[^",\r\n]*)\n/gy, ''), '');
assert.deepStrictEqual(cells, [name, ...rows.map((row) => row[name])]);
