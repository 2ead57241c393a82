package host

import "github.com/assize/assize/collectors"

// A cache keeps the result of the package manager's simulation between visits.
type cache struct{}

func (c Collector) openCache(collectors.Target, options) *cache { return &cache{} }

func (*cache) known() bool { return false }

func (*cache) exchange(*reading) {}
