package collectors

import "bytes"

// A Capped keeps the first bytes that are written to it and takes the rest without keeping it, so that a program can be
// listened to that may write without end. It is not for concurrent use.
type Capped struct {
	// Limit is how many bytes are kept.
	Limit int
	// Full, if it is not nil, is called once when more than that are written.
	Full func()

	kept bytes.Buffer // not embedded: its ReadFrom would go past the limit
	cut  bool
}

// Write implements io.Writer. It takes everything.
func (c *Capped) Write(p []byte) (int, error) {
	room := max(c.Limit-c.kept.Len(), 0)
	if room >= len(p) {
		return c.kept.Write(p)
	}
	c.kept.Write(p[:room])
	if !c.cut && c.Full != nil {
		c.Full()
	}
	c.cut = true
	return len(p), nil
}

// Cut says whether something was not kept.
func (c *Capped) Cut() bool { return c.cut }

// Bytes are what was kept, until the next Write.
func (c *Capped) Bytes() []byte { return c.kept.Bytes() }

// String is what was kept.
func (c *Capped) String() string { return c.kept.String() }
