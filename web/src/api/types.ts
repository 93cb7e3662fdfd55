/** Names for the shapes of the API that pages speak of; all are made from its description. */
import type { components } from "../generated/api";

type Schemas = components["schemas"];
export type Procedure = Schemas["ProcedureView"];
export type ProcedureLine = Schemas["ProcedureLine"];
export type Component = Schemas["ComponentView"];
export type Agency = Schemas["AgencyView"];
export type Applicant = Schemas["ApplicantView"];
export type ApplicantBody = Schemas["ApplicantBody"];
export type Draft = Schemas["DraftView"];
export type DraftBody = Schemas["DraftBody"];
export type Person = Schemas["Person"];
export type Dossier = Schemas["DossierView"];
export type Listed = Schemas["ListedView"];
export type Paper = Schemas["PaperView"];
export type PaperKind = Paper["kind"];
export type HeldData = Schemas["HeldView"];
export type HeldResult = Schemas["HeldResult"];
export type State = Dossier["state"];
export type TimelineLine = Schemas["TimelineLine"];
export type Fallback = Schemas["FallbackView"];
export type Counted = Schemas["CountedView"];
