import ast


class Sheet:
    def cell(self, formula):
        return ast.literal_eval(formula)
