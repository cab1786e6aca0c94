// Starts the portal.
import '@finmart/shared/tokens.css'
