#!/bin/sh
# Runs the browser tests: in two lanes at a time, for most of a test is waiting, then by themselves those that measure how
# long something takes. Up to three that failed are run once more by themselves: a browser on a machine of two cores is now
# and then slower than any wait that a test should have. What fails twice fails, and a lane that did not come to its end.
set -u
alone='TestHostileNotes TestPickerOpensFastWithManyEmoji TestNothingMovesTheRowUnderTheEye TestStopsAtOnceWhenAsked'
dir=$(mktemp -d)
one= two=
trap 'kill $one $two 2>/dev/null; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM # what runs in the background does not hear it by itself
go test -c -o "$dir/e2e" . || exit 1
only() { echo "-test.run=^($(echo $1 | tr ' ' '|'))\$"; }
first= second=
for t in $("$dir/e2e" -test.list '^Test'); do
	case " $alone " in *" $t "*) continue ;; esac
	if [ "${#first}" -le "${#second}" ]; then first="$first $t"; else second="$second $t"; fi
done
"$dir/e2e" -test.timeout=45m "$(only "$first")" >"$dir/1" 2>&1 & one=$!
"$dir/e2e" -test.timeout=45m "$(only "$second")" >"$dir/2" 2>&1 & two=$!
wait $one; rc1=$?
wait $two; rc2=$?
one= two=
"$dir/e2e" -test.timeout=10m "$(only "$alone")" >"$dir/3" 2>&1; rc3=$?
cat "$dir/1" "$dir/2" "$dir/3"
[ "$rc1$rc2$rc3" = 000 ] && exit 0
case "$rc1$rc2$rc3" in *[!01]*) exit 1 ;; esac # 1: tests failed; else the lane ended in the middle
failed=$(sed -n 's/^--- FAIL: \([A-Za-z0-9_]*\) .*/\1/p' "$dir"/[123] | sort -u)
[ -n "$failed" ] && [ "$(echo "$failed" | wc -l)" -le 3 ] || exit 1
echo "once more, by themselves:" $failed
"$dir/e2e" -test.timeout=10m -test.v "$(only "$failed")"
