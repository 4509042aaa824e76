/** What the staff screens need beyond the common keys and drafts. Every page works without it; this makes it quick. */
import "./desk.scss";
import "./room.scss";
import { startActs } from "./acts";
import { startAltKeys } from "./alt-keys";
import { startCall } from "./call";
import { startLeaving } from "./leaving";

startAltKeys();
startActs();
startLeaving();
const call = document.querySelector<HTMLFormElement>("form[data-call]");
if (call) startCall(call);
