import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { applyLargeText } from './account/settings-screen.tsx';
import './field.css';
import { FieldApp } from './shell/field-app.tsx';
import { FieldWords } from './shell/field-words.tsx';

applyLargeText();
const place = document.getElementById('app');
if (!place) throw new Error('the page has no place for the app');
createRoot(place).render(
  <StrictMode>
    <FieldWords>
      <FieldApp />
    </FieldWords>
  </StrictMode>,
);
if ('serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/field/service-worker.js', { scope: '/field/' });
}
