// Whether this browser has seen the tour. Where storage is forbidden: never.
const key = 'standoff.tour-seen';

export function tourSeen(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

export function rememberTour(): void {
  try {
    localStorage.setItem(key, 'yes');
  } catch {
    // Offered again next time.
  }
}
