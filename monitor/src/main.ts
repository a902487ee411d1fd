import './stijl';
import './app';
