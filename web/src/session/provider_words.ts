/** Why a session ended that the person did not end here. */
import { defineWords } from "../lib/language";

export const providerWords = defineWords(
  {
    byProvider:
      "Hệ thống định danh điện tử đã đăng xuất bạn ở mọi nơi: tài khoản định danh bị khóa, hoặc bạn đã đăng xuất ở đó.",
  },
  {
    byProvider:
      "The electronic identity system has signed you out everywhere: the identity was locked, or you signed out there.",
  },
);
