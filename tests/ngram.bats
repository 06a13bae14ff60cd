#!/usr/bin/env bats
#
# csv-ngram: texts by the runs of tokens in them, against a few lines of Python.

load helper

# Texts drawn from a grammar of chances, so that runs repeat: ROWS SEED
texts()
{
	echo text
	awk -v n="$1" -v seed="$2" 'BEGIN { srand(seed); for (i = 0; i < n; i++) { t = ""; w = int(9 * rand())
		for (k = int(7 * rand()) + 1; k > 0; k--) { t = t (t == "" ? "" : " ") "w" w; w = (w * 3 + int(4 * rand() * rand())) % 40 }
		print t } }'
}

# ORDER add|0 TRAIN TEST [MIN]: log probability of each text, then p of all tokens after "w1 w3"
python_ngram()
{
	python3 - "$@" <<-'PY'
		import math, sys
		order, add, least = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[5]) if len(sys.argv) > 5 else 1
		read = lambda p: [l.split() for l in open(p).read().split("\n")[1:-1]]
		train, test = read(sys.argv[3]), read(sys.argv[4])
		often = {}
		for t in train:
		    for w in t:
		        often[w] = often.get(w, 0) + 1
		words = sorted(w for w in often if often[w] >= least)
		mark = lambda t: ["<s>"] + [w if w in words else "<unk>" for w in t] + ["</s>"]
		V = words + ["</s>", "<unk>"]
		c = [None] + [{} for _ in range(order)]
		for t in train:
		    t = mark(t)
		    for k in range(1, order + 1):
		        for i in range(len(t) - k + 1):
		            g = tuple(t[i:i + k])
		            c[k][g] = c[k].get(g, 0) + 1
		a = [None] + [{} for _ in range(order)]
		for k in range(1, order + 1):
		    for g, n in c[k].items():
		        if g == ("<s>",):
		            continue
		        a[k][g] = n if k == order or g[0] == "<s>" else sum(1 for h in c[k + 1] if h[1:] == g)
		D = [None]
		for k in range(1, order + 1):
		    n = [sum(1 for v in a[k].values() if v == i) for i in range(5)]
		    d = [0.5, 1.0, 1.5]
		    if all(n[1:]):
		        y = n[1] / (n[1] + 2 * n[2])
		        e = [1 - 2 * y * n[2] / n[1], 2 - 3 * y * n[3] / n[2], 3 - 4 * y * n[4] / n[3]]
		        if all(0 <= x <= i + 1 for i, x in enumerate(e)):
		            d = e
		    D.append([0.0] + d)
		def p(h, w):
		    if add:
		        h = h[-(order - 1):] if order > 1 else ()
		        k = len(h) + 1
		        return (c[k].get(h + (w,), 0) + add) / (sum(c[k].get(h + (x,), 0) for x in V) + add * len(V))
		    q = 1 / len(V)
		    for k in range(1, min(order, len(h) + 1) + 1):
		        ctx = h[len(h) - k + 1:]
		        f = [a[k].get(ctx + (x,), 0) for x in V]
		        if not sum(f):
		            break
		        n = a[k].get(ctx + (w,), 0)
		        q = (n - D[k][min(n, 3)] + sum(D[k][min(x, 3)] for x in f) * q) / sum(f)
		    return q
		for t in test:
		    t = mark(t)
		    print("%.17g" % sum(math.log(p(tuple(t[:i]), t[i])) for i in range(1, len(t))))
		print("--")
		for q, w in sorted(((p(("<s>", "w1", "w3"), w), w) for w in V), key=lambda x: (-x[0], x[1])):
		    print("%.17g" % q)
	PY
}

close() # numbers of two files, to 1e-12
{
	paste -d ' ' "$1" "$2" | awk '{ d = $1 - $2; if (NF != 2 || d > 1e-12 * ($1 < -1 ? -$1 : 1) || d < -1e-12 * ($1 < -1 ? -$1 : 1)) { print "off: " $0; bad = 1 } } END { exit bad || NR < 5 }'
}

@test "probabilities are those of Python, and add up to 1" {
	local order method add least
	texts 300 1 > t.csv
	texts 40 2 > v.csv
	echo 'w1 nobody w3 w9' >> v.csv
	while read -r order method add least; do
		[ "$add" = 0 ] && add=
		csv-ngram "--$method" "text:$order${add:+:$add}" --min-count "$least" -n -f m.st t.csv
		python_ngram "$order" "${add:-0}" t.csv v.csv "$least" > want
		csv-ngram -q -a m.st v.csv | csv-select -c text_log_probability | tail -n +2 > got
		sed '/^--/,$d' want > logs
		close got logs
		csv-ngram -a m.st --next 1000 --after 'w1 w3' | tail -n +2 | cut -d , -f 2 > got
		sed '1,/^--/d' want > next
		close got next
		awk '{ s += $1 } END { s -= 1; exit s > 1e-12 || s < -1e-12 }' got
	done < <(lines '3 kneser-ney 0 1' '1 kneser-ney 0 1' '2 kneser-ney 0 12' '5 kneser-ney 0 1' '3 additive 1 1' '2 additive 0.1 20' '1 additive 2 1')
	# Few texts: the counts that discounts are made of are not there.
	head -n 4 t.csv > few.csv
	csv-ngram --kneser-ney text:3 -n -f m.st few.csv
	python_ngram 3 0 few.csv v.csv | sed '/^--/,$d' > logs
	csv-ngram -q -a m.st v.csv | csv-select -c text_log_probability | tail -n +2 > got
	close got logs
}

@test "what is told of a text, and of all" {
	lines id,text 1,'the cat sat' 2, 3,'the  dog ran' 4,'the cat ran' > t.csv
	csv-ngram --additive text:2 -f m.st t.csv > out
	head -n 1 out | grep -qx id,text,text_tokens,text_unknown,text_log_probability,text_perplexity
	sed -n 3p out | grep -qx 2,,,,,
	# 3 of 3 begin so, 2 of 3 cats; 5 words, an end and the unknown.
	csv-ngram -a m.st --next 1 | grep -qx the,0.4
	csv-ngram -a m.st --next 2 --after the | tail -n +2 | cmp - <(lines cat,0.3 dog,0.2)
	lines id,text 9,'a cat' > v.csv
	run_split csv-ngram -a m.st v.csv
	assert_line --index 1 --partial 9,a\ cat,2,1,
	stderr_is 'csv-ngram: warning: column "text": 1 cells hold tokens that were not learnt (<unk>)'
	csv-ngram -a m.st --perplexity t.csv > got
	csv-ngram -a m.st t.csv | awk -F, 'NR > 1 && $3 != "" { n += $3; l += $5; t++ } END { printf "%d %d %.12f %.12f\n", t, n, l, exp(-l / (n + t)) }' > want
	awk -F, '{ x[$1] = $2 } END { printf "%d %d %.12f %.12f\n", x["texts"], x["tokens"], x["log_probability"], x["perplexity"] }' got | cmp want -
	grep -qx unknown,0 got
	lines text > none.csv
	csv-ngram -a m.st --perplexity none.csv | grep -qx perplexity,
	# A text may be blank: then nothing but its end comes.
	lines text ' ' 'x y' | csv-ngram --kneser-ney text:3 | sed -n 2p | grep -q '^" \?"\?,0,0,\|^ ,0,0,'
}

@test "neither order, threads, blocks nor parts show" {
	texts 200 3 > t.csv
	csv-ngram --kneser-ney text:4 --min-count 2 -n -f want t.csv
	(head -n 1 t.csv && tail -n +2 t.csv | sort -r) | csv-ngram --kneser-ney text:4 --min-count 2 -n -f - -j 3 --block-size 64 | cmp want -
	(head -n 1 t.csv && tail -n +2 t.csv | head -n 80) | csv-ngram --kneser-ney text:4 --min-count 2 --partial -n -f a.p
	(head -n 1 t.csv && tail -n +2 t.csv | tail -n +81) | csv-ngram --kneser-ney text:4 --min-count 2 --partial -n -f b.p
	csv-apply --merge a.p b.p > merged
	diff <(grep -v -e ,columns, -e ,end, merged) <(grep -v -e ,columns, -e ,end, want)
}

@test "what is refused" {
	no() # STATUS MESSAGE ARGUMENT...
	{
		run_split csv-ngram "${@:3}"
		assert_failure "$1"
		stderr_has "csv-ngram: $2"
	}
	texts 20 4 > t.csv
	csv-ngram --kneser-ney text:2 -n -f m.st t.csv
	local n
	for n in '' :0 :11 :1.5 :x :2:3; do
		no 2 '--kneser-ney LIST:N wants a whole number of tokens from 1 to 10' --kneser-ney "text$n" t.csv
	done
	for n in :2:0 :2:x :2:-1 :2:1:1; do
		no 2 '--additive LIST:N[:K] wants a whole number of tokens from 1 to 10, and a number above 0' --additive "text$n" t.csv
	done
	lines text 'a <s> b' > bad.csv
	no 3 'bad.csv: column "text": <s> and </s> are marks, not tokens' --kneser-ney text:2 bad.csv
	no 3 'bad.csv:2: column "text": <s> and </s> are marks, not tokens' -a m.st bad.csv
	lines text '' > bad.csv
	no 3 'bad.csv: column "text"' --kneser-ney text:2 bad.csv
	no 3 't.csv: no column "words"' --kneser-ney words:2 t.csv
	no 2 '--perplexity and --next ask what is in -a FILE, one of them' --next 2
	no 2 '--perplexity and --next ask what is in -a FILE, one of them' --next 2 --perplexity -a m.st
	no 2 '--after goes with --next' --perplexity -a m.st --after x t.csv
	no 2 '--next reads no rows: say with --after what comes before' --next 2 -a m.st t.csv
	csv-scale --zscore x -n -f s.st <<< $'x\n1\n2'
	no 3 's.st: not one step of ngram' -a s.st --next 1
	csv-ngram --kneser-ney text:2 --additive text2:2 -n -f two.st <(sed 's/.*/&,&/; 1s/.*/text,text2/' t.csv)
	no 3 'two.st: models of more than one column' -a two.st --next 1
	forged() # SED MESSAGE
	{
		sed "$1" m.st | python3 "$ROOT/tests/seal.py" > f.st
		no 3 "f.st" -a f.st t.csv
		stderr_has "$2"
	}
	forged '/,order,/s/2$/11/' 'out of range'
	forged '/,order,/d' 'not a fact of ngram'
	forged '0,/,run,/s/,run,.*/,run,a b c/' 'a run that cannot be'
	forged '0,/,run,/s/,run,.*/,run,b <s>/' 'a run that cannot be'
	forged '0,/,run,/s/,run,.*/,run,<\/s> b/' 'a run that cannot be'
	forged '0,/,run,/s/,run,.*/,run,b/' 'a run that cannot be'
	forged '0,/,count,/s/,count,.*/,count,0/' 'a run that cannot be'
	forged '0,/,count,/{/,count,/d}' 'the count of a run is wanted'
	forged '/,run,/d; /,count,/d' 'do not add up'
	forged 's/,method,.*/,method,katz/' 'ngram has no method "katz"'
	forged 's/,method,.*/,method,additive/' 'not a fact of ngram'
}
