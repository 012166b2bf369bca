package lowering

func script() *language { return &language{} }
