package opa

import (
	"context"
	"github.com/assize/assize/engine"
	"os"
	"runtime/pprof"
	"testing"
	"time"
)

func TestQuick(t *testing.T) {
	set := workSet(t)
	for _, adv := range []bool{false, true} {
		s := workSnapshot(t, 20000, adv, 0)
		t.Log(len(s.Resources[0].JSON))
		if _, err := set.programFor(set.units); err != nil {
			t.Fatal(err)
		}
		if adv == (os.Getenv("ADV") != "") {
			f, _ := os.Create("/tmp/cpu.prof")
			pprof.StartCPUProfile(f)
		}
		b := time.Now()
		fs, err := set.Evaluate(context.Background(), s, engine.Options{Workers: 1})
		pprof.StopCPUProfile()
		if err != nil {
			t.Fatal(err)
		}
		n := map[engine.Verdict]int{}
		for i := range fs {
			n[fs[i].Verdict]++
		}
		t.Log(adv, len(fs), time.Since(b)/time.Duration(len(fs)), n)
	}
}
