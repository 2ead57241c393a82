package main

import (
	"runtime/debug"

	"github.com/assize/assize/collectors"
)

// roomyHeap has the collector of garbage come seldom while the heap is small, and keeps the heap of a large audit near
// what it holds. GOGC in the environment is the user's word and stays.
func roomyHeap(environ func(string) string, s *collectors.Snapshot) {
	const large = 64 << 20 // bytes of text; the heap holds about twice as much
	if environ("GOGC") != "" {
		return
	}
	text := 0
	for _, r := range s.Resources {
		text += len(r.JSON)
	}
	if text > large {
		debug.SetGCPercent(75)
	} else {
		debug.SetGCPercent(200)
	}
}
