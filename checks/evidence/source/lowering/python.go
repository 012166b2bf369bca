package lowering

func python() *language { return &language{} }
