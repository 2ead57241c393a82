package terraform

import "sync"

// A held document is read once, by the first who needs it, and kept while somebody may need it.
type held struct {
	users int
	once  sync.Once
	is    *document
	err   error
}

// Hold has the document at a path read once for all visits until release is called, the plan's and that of what was before it. It
// reads nothing itself. Release is called once.
func (c *Collector) Hold(path string) (release func()) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.documents == nil {
		c.documents = map[string]*held{}
	}
	if c.documents[path] == nil {
		c.documents[path] = &held{}
	}
	c.documents[path].users++
	return func() {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		if h := c.documents[path]; h.users == 1 {
			delete(c.documents, path)
		} else {
			h.users--
		}
	}
}

// open is the document at a path that is held. Nobody changes it.
func (c *Collector) open(path string) (*document, error) {
	c.mutex.Lock()
	h := c.documents[path]
	c.mutex.Unlock()
	h.once.Do(func() { h.is, h.err = openDocument(path) })
	return h.is, h.err
}
