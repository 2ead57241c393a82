package main

import (
	"runtime/debug"

	"github.com/assize/assize/collectors"
)

// modestHeap has garbage collected often, while policies are read and compiled: half of what that makes is garbage, and the most
// that a small audit ever holds. It costs such an audit a few hundredths of a second.
func modestHeap(environ func(string) string) {
	if environ("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}

// roomyHeap has the collector of garbage come seldom as long as the program is small, and more often near a limit: what
// most computers can spare, or four times the text of a large snapshot, of which an audit holds about twice as much, and more
// bytes for what is held besides. A small snapshot needs no room; for one that is near that, as of an organisation of 1,000
// repositories, it comes more often yet: 30 instead of 50 % cost a sixth more CPU and spare 20 MB of 160. GOGC and GOMEMLIMIT in
// the environment are the user's word and stay.
func roomyHeap(environ func(string) string, s *collectors.Snapshot, more int) {
	text := 0
	for _, r := range s.Resources {
		text += len(r.JSON)
	}
	const tiny, small = 1 << 20, 4 << 20
	switch {
	case text+more > small:
		roomFor(environ, 200, 4*text+more)
	case text > tiny && environ("GOGC") == "":
		debug.SetGCPercent(30)
	}
}

// roomFor lets the heap grow by so many per cent before garbage is collected, as long as it is smaller than bytes.
func roomFor(environ func(string) string, percent, bytes int) {
	const enough = 300 << 20
	if environ("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	if environ("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(max(enough, bytes)))
	}
}
