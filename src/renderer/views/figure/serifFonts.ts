/** The serif of figures, for their preview; files carry their own. */
import '@fontsource/stix-two-text/400.css';
import '@fontsource/stix-two-text/500.css';
import '@fontsource/stix-two-text/600.css';
