// SPDX-License-Identifier: Apache-2.0
import { render } from "preact";
import { takeTokenFromAddress } from "./api";
import { Console } from "./console";
import "./style.css";

takeTokenFromAddress();
const root = document.getElementById("console");
if (root !== null) {
  render(<Console />, root);
}
