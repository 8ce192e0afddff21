(r=>{try{const t=localStorage.getItem("theme");if(t==="light"||t==="dark")r.dataset.theme=t}catch{}r.classList.add("js")})(document.documentElement)
