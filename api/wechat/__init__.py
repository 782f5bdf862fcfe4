"""WeChat: a mini-program's pages through the same API, and the 客服 message push as a second, thin channel.

``gate`` opens and seals pushes, ``client`` speaks to WeChat's servers, ``talk`` answers, ``watches`` tells of changes;
``channel`` puts them together. What is said comes from the chat turn of the web, word for word.
"""
