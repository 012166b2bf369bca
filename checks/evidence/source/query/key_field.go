package query

// keyField reports whether a class of fields inherits from one that writes the key of a
// related object alone: of Django's REST framework, class CustomerField(PrimaryKeyRelatedField).
// https://www.django-rest-framework.org/api-guide/relations/#custom-relational-fields
func (r *registry) keyField(from, origin string, depth int) bool {
	if keyFields[lastPartOf(origin)] {
		return true
	}
	path, name, found := r.names.Class(from, origin)
	model := r.at[classAt{path, name}]
	if !found || model == nil || depth == 0 {
		return false
	}
	for _, base := range model.Bases {
		if r.keyField(path, base, depth-1) {
			return r.method(classAt{path, name}, "to_representation") == nil && r.method(classAt{path, name}, "use_pk_only_optimization") == nil
		}
	}
	return false
}
