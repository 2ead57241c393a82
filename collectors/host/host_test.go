package host

import (
	"testing"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/collectortest"
)

func target(t *testing.T, ref string, options map[string]string) collectors.Target {
	t.Helper()
	out, err := collectors.ParseTarget(ref)
	if err != nil {
		t.Fatal(err)
	}
	out.Options = options
	return out
}

func TestThisMachinePassesTheSuite(t *testing.T) {
	collectortest.Run(t, New(Config{CacheDir: t.TempDir()}), target(t, "host:local", nil), "linux.socket")
}
