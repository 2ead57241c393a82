package sign

// later judges the revisions after the seal. None is allowed so far.
func (v *verification) later() error {
	if n := len(v.file.Revisions()) - 1; n > 0 {
		return refuse(Changed, "%d later revisions were added to what was sealed", n)
	}
	return nil
}
