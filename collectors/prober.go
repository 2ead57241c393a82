package collectors

import "context"

// A Prober is a Collector that can find out what it may read without reading all of it.
type Prober interface {
	Collector

	// Probe visits t as Collect does, tries each permission a few times in each place, within bounds of its own, and says
	// what became of each, sorted by service, region and needs. It tells the sink what it came across: what it did not
	// try is a gap with the cause NotRequested, so that such a visit is good for finding what hangs on a refusal and for
	// no verdict. Its errors are those of Collect. Of a scheme that it probes the address "default" means the
	// credentials of the surroundings.
	Probe(ctx context.Context, t Target, sink Sink) ([]Probe, error)

	// Permissions returns the document that lets an identity read t and nothing besides, in the form in which the target's
	// operator grants it, with a line break at its end. It touches nothing but t's options, and errs where they are wrong.
	Permissions(t Target) ([]byte, error)
}

// A Probe is what became of trying one permission in one place.
type Probe struct {
	Service string `json:"service"`
	// Region is where it was tried; empty means that the service is asked once for the whole target.
	Region string `json:"region,omitempty"`
	// Needs is the permission, as in [Gap].
	Needs string `json:"needs"`
	// Cause is why it could not be read; empty means that it can be. NotRequested means that it was not tried, because
	// nothing was found that it could have been tried on.
	Cause Cause `json:"cause,omitempty"`
	// Detail says in plain words what happened, without secrets.
	Detail string `json:"detail,omitempty"`
}
