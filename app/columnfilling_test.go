package app

import "testing"

func TestOnlyAFillingThatLastsIsTold(t *testing.T) {
	var f filling
	first, began := f.heard(1)
	if !began || f.shown {
		t.Errorf("at first: began %v, shown %v", began, f.shown)
	}
	f.heard(0)
	second, began := f.heard(2)
	if !began {
		t.Error("the second one did not begin")
	}
	f.lasted(first)
	if f.shown {
		t.Error("the first one is over and is told")
	}
	if _, began := f.heard(1); began {
		t.Error("one gap less is another filling")
	}
	f.lasted(second)
	if !f.shown {
		t.Error("the second one lasted and is not told")
	}
	if f.heard(0); f.shown {
		t.Error("nothing is being filled, and it is told")
	}
}
