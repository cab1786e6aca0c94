// What was typed into the phone's own field: the framework tells it in `detail`, where a browser would have a target.
export function typedIn(event: Event): string {
  return (event as unknown as { readonly detail: { readonly value: string } }).detail.value
}
