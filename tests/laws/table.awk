# table.awk - a table that has everything: missing cells, quotes, codes with leading
# zeros, numbers spelt oddly, rare categories
#
#	awk -v rows=200 -v seed=1 -f table.awk > t.csv
#
# Deterministic on any awk: a linear congruential generator in integers.
function draw()
{
	state = (state * 1103 + 12347) % 1048576
	return state / 1048576
}

function pick(list, n)
{
	n = split(list, item, "|")
	return item[1 + int(draw() * draw() * n)]
}

BEGIN {
	state = seed
	print "id,code,x,y,pos,gap,color,\"place, kind\",label,w"
	for (i = 1; i <= rows; i++) {
		x = int((draw() - 0.5) * 200000) / 1000
		y = int(draw() * 1000)
		gap = draw() < 0.2 ? (draw() < 0.5 ? "" : "NA") : sprintf("%.2e", draw() * 50)
		label = (x / 100 + draw() * 2 > 1.2) ? 1 : 0
		printf "%d,%03d,%s,%d,%s,%s,%s,%s,%d,%s\n", i, y % 50,
		    (i % 7 ? x : sprintf("%+.3f0", x)), y, int(draw() * 1e6) / 100 + 0.5,
		    gap, pick("red|green|blue||black|rare" int(draw() * 40)),
		    pick("\"York, old\"|Leeds|\"a \"\"b\"\"\"|\"two\nlines\"|Oslo"), label,
		    1 + i % 3
	}
}
