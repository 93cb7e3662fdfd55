import { defineWords } from "../lib/language";

/** Labels of a person's fields by name: the same words for input and display. */
export const personWords = defineWords(
  {
    full_name: "Họ và tên",
    id_type: "Loại giấy tờ",
    id_number: "Số định danh cá nhân",
    phone: "Số điện thoại",
    email: "Thư điện tử",
    address: "Nơi ở hiện nay",
  },
  {
    full_name: "Full name",
    id_type: "Identity paper",
    id_number: "Personal ID number",
    phone: "Phone number",
    email: "E-mail",
    address: "Present address",
  },
);

export const PERSON_FIELDS = ["full_name", "id_number", "phone", "email", "address"] as const;
