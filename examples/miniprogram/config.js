// The address of your site; it must stand in the mini-program's list of request domains (request 合法域名).
module.exports = { api: "https://yizhan.example" };
