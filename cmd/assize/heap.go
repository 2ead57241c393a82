package main

import (
	"runtime"
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
// bytes for what is held besides. A small snapshot needs little room: ten times its text, for its findings and what is written of them,
// besides what the policies take. GOGC and GOMEMLIMIT in the environment are the user's word and stay.
func roomyHeap(environ func(string) string, s *collectors.Snapshot, more int) {
	text := 0
	for _, r := range s.Resources {
		text += len(r.JSON)
	}
	const small, bare = 4 << 20, 64 << 20
	if text+more > small {
		roomFor(environ, 200, 4*text+more)
		return
	}
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	limitHeap(environ, max(bare, int(now.HeapInuse))+10*text)
}

// roomFor lets the heap grow by so many per cent before garbage is collected, as long as it is smaller than bytes.
func roomFor(environ func(string) string, percent, bytes int) {
	const enough = 300 << 20
	if environ("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
	limitHeap(environ, max(enough, bytes))
}

// limitHeap has garbage collected more often where the program would hold more bytes.
func limitHeap(environ func(string) string, bytes int) {
	if environ("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(bytes))
	}
}
