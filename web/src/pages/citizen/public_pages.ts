/** Pages that most people begin with: one file, loaded together with the entry. */
export { default as Home } from "./home";
export { default as Lookup } from "./lookup";
export { default as ProcedurePage } from "./procedure";
export { default as Procedures } from "./procedures";
