package reports

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assize/assize/engine"
)

var update = flag.Bool("update", false, "write the goldens and the schema anew")

func TestTextGolden(t *testing.T) {
	for name, format := range map[string]Text{"summary.txt": {}, "summary_colour.txt": {Colour: true, Width: 72}} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := format.Write(&b, sample()); err != nil {
				t.Fatal(err)
			}
			golden(t, name, b.Bytes())
		})
	}
}

func golden(t *testing.T, name string, have []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, have, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(have)); diff != "" {
		t.Errorf("%s (run go test ./reports -update after looking): -want +have\n%s", path, diff)
	}
}

func TestAnAuditWithoutAThresholdDoesNotSpeakOfAGate(t *testing.T) {
	open := engine.Rules{FailOn: engine.Never, MaxUnknown: engine.Unlimited}
	for _, c := range []struct {
		gate engine.Gate
		want string
	}{
		{engine.Gate{Rules: open, Passed: true}, "reports and does not decide"},
		{engine.Gate{Rules: open}, "The gate did not pass"},
		{engine.Gate{Rules: engine.Rules{FailOn: "high", MaxUnknown: engine.Unlimited}, Passed: true}, "The gate passed (threshold high"},
	} {
		if got := gateWords(c.gate); !strings.Contains(got, c.want) {
			t.Errorf("%+v: got %q, want %q", c.gate, got, c.want)
		}
	}
}
